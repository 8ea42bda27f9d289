import { expect, test } from 'vitest'
import { targetOf } from './fixtures/target-of.ts'
import { listModels } from './model-list.ts'
import type { TargetAddress } from './target-address.ts'

const never = new AbortController().signal
const list = (target: TargetAddress, stop = never): Promise<readonly string[]> =>
  listModels({ api: 'openai-chat', apiKeyEnv: 'KEY' }, target, { authorization: 'Bearer key' }, stop)

test('asks below the base path, as the run would', async () => {
  const target = await targetOf(({ url, headers }, response) => {
    const data = [{ id: url }, { id: headers.host }, { id: headers.authorization }]
    response.end(JSON.stringify({ data }))
  })
  expect(await list(target)).toEqual(['/base/v1/models', 'the-host', 'Bearer key'])
})

test.each(['', 'no JSON', 'null', '[]', '{"data":3}', '{"data":[null,3,{"id":4},{"name":"x"}]}'])(
  'answers %j with no models',
  async (body) => expect(await list(await targetOf((_, response) => response.end(body)))).toEqual([]),
)

test('a refused key is an error of its own', async () => {
  const target = await targetOf((_, response) => response.writeHead(401).end())
  await expect(list(target)).rejects.toMatchObject({ code: 'target', hint: expect.stringContaining('KEY') })
})

test('an answer without end is not read for ever', async () => {
  const target = await targetOf((_, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    }
    response.on('drain', more)
    more()
  })
  await expect(list(target)).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('more than'),
  })
})

test('can be stopped', async () => {
  const stop = new AbortController()
  const target = await targetOf(() => stop.abort())
  await expect(list(target, stop.signal)).rejects.toMatchObject({ code: 'unreachable' })
})
