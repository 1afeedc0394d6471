/** Something that is wrong with a file somebody would deploy with. */
export interface Fault {
  readonly file: string;
  readonly says: string;
}
