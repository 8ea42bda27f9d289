/**
 * What became of a key: TorchServe's benchmark never used it (`ignored`), the plan says it otherwise (`changed`), or the plan
 * has nothing for it (`left out`); `added` is what the plan says and the file didn't.
 */
export type ImportNoteKind = 'ignored' | 'changed' | 'left out' | 'added'

/** Something to know of an imported plan. */
export interface ImportNote {
  readonly kind: ImportNoteKind
  readonly file: string
  /** Where in the file the key is, or what it would be below; counts from 1. */
  readonly line: number
  /** `vgg16.eager_mode.batch_delay`. */
  readonly key: string
  readonly message: string
}
