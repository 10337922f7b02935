import ts from 'typescript';

/** JSON Schema as far as our types need it. */
export type Schema = { [keyword: string]: unknown };

const dialect = 'https://json-schema.org/draft/2020-12/schema';

/** Names of numbers that are whole by what they count. */
const whole =
  /(?:Bytes|Pages|Us|pid|uid|Pid|Count)$|^(?:tgid|line|lines|byteStart|byteEnd|order|count|total|free|surplus|calls|cpu|node|kills|records|samples|bootIndex|failcnt|timesPrinted|oomScoreAdj|oomAdj|score|bytes|processes|rank|points)$/;

/**
 * Writes the JSON Schema of an exported type: what the code says is what the schema says, comments included.
 * Unknown properties are allowed, since a version of the contract may grow.
 */
export function schemaFromType(file: string, typeName: string, title: string): Schema {
  const program = ts.createProgram([file], {
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const moduleSymbol = source && checker.getSymbolAtLocation(source);
  const exported = moduleSymbol && checker.getExportsOfModule(moduleSymbol).find(({ name }) => name === typeName);
  if (exported === undefined) throw new Error(`${file} exports no ${typeName}`);

  const definitions: Record<string, Schema> = {};
  const names = new Map<ts.Type, string>();
  const describe = (symbol: ts.Symbol | undefined): Schema => {
    const text = ts.displayPartsToString(symbol?.getDocumentationComment(checker));
    return text === '' ? {} : { description: text.replaceAll(/\s*\n\s*/g, ' ') };
  };

  /** Named object types become definitions; the members of a union of records are named by their kind. */
  function nameOf(type: ts.Type): string | null {
    const name = type.aliasSymbol?.name ?? type.symbol?.name;
    if (name !== undefined && name !== '__type' && name !== '__object') return name;
    const kind = type.getProperty('kind');
    const kindType = kind && checker.getTypeOfSymbol(kind);
    return kindType?.isStringLiteral() ? kindType.value : null;
  }

  function objectSchema(type: ts.Type): Schema {
    const index = checker.getIndexInfosOfType(type)[0];
    if (index !== undefined) return { type: 'object', additionalProperties: convert(index.type, '') };
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const property of checker.getPropertiesOfType(type)) {
      const value = checker.getTypeOfSymbol(property);
      properties[property.name] = { ...describe(property), ...convert(value, property.name) };
      if ((property.flags & ts.SymbolFlags.Optional) === 0) required.push(property.name);
    }
    return { type: 'object', properties, required };
  }

  function reference(type: ts.Type): Schema {
    const known = names.get(type);
    if (known !== undefined) return { $ref: `#/$defs/${known}` };
    const name = nameOf(type);
    if (name === null || name === 'Record' || name === 'Readonly') return objectSchema(type);
    names.set(type, name);
    definitions[name] = {};
    definitions[name] = { ...describe(type.aliasSymbol ?? type.symbol), ...objectSchema(type) };
    return { $ref: `#/$defs/${name}` };
  }

  function unionSchema(union: ts.UnionType, propertyName: string): Schema {
    const types = union.types.filter(({ flags }) => (flags & ts.TypeFlags.Undefined) === 0);
    const nullable = types.some(({ flags }) => flags & ts.TypeFlags.Null);
    const literals = types.filter((type): type is ts.StringLiteralType => type.isStringLiteral());
    const isBoolean = types.some(({ flags }) => flags & ts.TypeFlags.BooleanLiteral);
    const others = types.filter(
      (type) => !type.isStringLiteral() && !(type.flags & (ts.TypeFlags.Null | ts.TypeFlags.BooleanLiteral)),
    );
    const schemas: Schema[] = others.map((type) => convert(type, propertyName));
    if (isBoolean) schemas.push({ type: 'boolean' });
    if (literals.length > 0) {
      const values = literals.map(({ value }) => value);
      if (schemas.length === 0) return { enum: nullable ? [...values, null] : values };
      schemas.push({ enum: values });
    }
    const [only] = schemas;
    if (schemas.length === 1 && only !== undefined) {
      if (!nullable) return only;
      if (typeof only.type === 'string' && only.type !== 'object') return { ...only, type: [only.type, 'null'] };
    }
    return { anyOf: nullable ? [...schemas, { type: 'null' }] : schemas };
  }

  function convert(type: ts.Type, propertyName: string): Schema {
    if (type.isUnion()) return unionSchema(type, propertyName);
    if (type.isStringLiteral()) return { const: type.value };
    if (type.flags & ts.TypeFlags.String) return { type: 'string' };
    if (type.flags & ts.TypeFlags.Number) return { type: whole.test(propertyName) ? 'integer' : 'number' };
    if (checker.isArrayType(type)) {
      const [item] = checker.getTypeArguments(type as ts.TypeReference);
      return { type: 'array', items: item === undefined ? {} : convert(item, propertyName) };
    }
    return reference(type);
  }

  const root = convert(checker.getDeclaredTypeOfSymbol(exported), '');
  return { $schema: dialect, $id: title, title, ...root, $defs: definitions };
}

/** The same schema with every object closed: what a test uses to find fields that the schema does not name. */
export function closed(schema: Schema): Schema {
  if (Array.isArray(schema)) return schema.map(closed) as unknown as Schema;
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value as Schema)]));
  return 'properties' in copy && 'required' in copy ? { additionalProperties: false, ...copy } : copy;
}
