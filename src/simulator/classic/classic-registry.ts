import type { ClassicModel } from './classic-model.ts'
import { conflict, forbidden, modelNotFound, versionNotFound } from './torchserve-error.ts'

/** The models of a simulator, by name and version. The version that was added last is the default one, as in TorchServe. */
export interface ClassicRegistry {
  /** Throws TorchServeError 409 when that version is there. */
  add(model: ClassicModel): void
  /** In place of all versions of that name. Those finish what they have taken on. */
  replace(model: ClassicModel): void
  /** Throws TorchServeError 404. */
  model(name: string, version?: string): ClassicModel
  /** Undefined when there is none. */
  find(name: string, version?: string): ClassicModel | undefined
  versions(name: string): readonly ClassicModel[]
  setDefault(name: string, version: string): void
  /** Stops its workers. Throws TorchServeError 404, and 403 for a default version that isn't the last. */
  remove(name: string, version?: string): void
  /** Takes a name away; what has been taken on is served. */
  retire(name: string): void
  /** Default versions, by name. */
  defaults(): readonly ClassicModel[]
  stop(): void
}

interface Versions {
  defaultVersion: string
  readonly models: Map<string, ClassicModel>
}

export function createClassicRegistry(): ClassicRegistry {
  const names = new Map<string, Versions>()

  function find(name: string, version?: string): ClassicModel | undefined {
    const entry = names.get(name)
    return entry?.models.get(version ?? entry.defaultVersion)
  }

  function model(name: string, version?: string): ClassicModel {
    const found = find(name, version)
    if (found !== undefined) return found
    throw names.has(name) ? versionNotFound(name, version!) : modelNotFound(name)
  }

  return {
    add(added) {
      const { name, version } = added
      const entry = names.get(name) ?? { defaultVersion: version, models: new Map() }
      if (entry.models.has(version)) throw conflict(name, version)
      entry.models.set(version, added)
      entry.defaultVersion = version
      names.set(name, entry)
    },
    replace(by) {
      names.set(by.name, { defaultVersion: by.version, models: new Map([[by.version, by]]) })
    },
    model,
    find,
    versions(name) {
      model(name)
      return [...names.get(name)!.models.values()]
    },
    setDefault(name, version) {
      model(name, version)
      names.get(name)!.defaultVersion = version
    },
    remove(name, version) {
      const removed = model(name, version)
      const entry = names.get(name)!
      if (entry.models.size > 1 && removed.version === entry.defaultVersion) throw forbidden(name)
      entry.models.delete(removed.version)
      if (entry.models.size === 0) names.delete(name)
      removed.stop()
    },
    retire: (name) => void names.delete(name),
    defaults: () =>
      [...names.values()]
        .map(({ defaultVersion, models }) => models.get(defaultVersion)!)
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    stop() {
      for (const { models } of names.values()) for (const one of models.values()) one.stop()
      names.clear()
    },
  }
}
