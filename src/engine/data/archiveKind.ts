/** What a zip archive is by the names of its members, where it is not one of arrays. */

interface Kind {
  readonly title: string;
  readonly hint: string;
  readonly has: readonly RegExp[];
}

const KINDS: readonly Kind[] = [
  { title: 'an Excel workbook (.xlsx)', hint: 'Save the sheet as CSV.', has: [/^\[Content_Types\]\.xml$/, /^xl\//] },
  { title: 'an Office document (.docx or .pptx)', hint: 'Save its table as CSV.', has: [/^\[Content_Types\]\.xml$/, /^(word|ppt)\//] },
  { title: 'an OpenDocument file (.ods or .odt)', hint: 'Save the sheet as CSV.', has: [/^mimetype$/, /^content\.xml$/] },
  { title: 'a PyTorch file (.pt, .pth)', hint: "Save the vectors in Python: numpy.save(path, torch.load('file.pt')['name'].float().cpu().numpy()).", has: [/(^|\/)data\.pkl$/, /(^|\/)(version|data\/\d+|byteorder)$/] },
  { title: 'a Keras model (.keras)', hint: 'Save the embedding: numpy.save(path, model.get_layer(name).get_weights()[0]).', has: [/^config\.json$/, /\.weights\.h5$/] },
  { title: 'a Python wheel or package', hint: 'Save the vectors alone: numpy.save(path, array).', has: [/\.(dist|egg)-info\//i] },
  { title: 'a Java archive (.jar)', hint: 'Save the vectors alone, as .npy or CSV.', has: [/^META-INF\/MANIFEST\.MF$/] },
];

/** Null for an archive that is not known. */
export function archiveKind(names: readonly string[]): { readonly title: string; readonly hint: string } | null {
  return KINDS.find(({ has }) => has.every((pattern) => names.some((name) => pattern.test(name)))) ?? null;
}
