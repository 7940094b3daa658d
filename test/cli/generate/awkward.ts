/** A template whose names and schemas are hard on a generator of types. */
export const AWKWARD = `
name: order-of 2nd kind
namespace_name: shop
version: 1.0.0
input_schema:
  type: object
  title: Whatever
  required: [address, child]
  properties:
    address: { $ref: '#/$defs/address' }
    child: { $ref: '#' }
    properties: { type: object, properties: { enum: { type: string } } }
    kind: { enum: [a, b, 3, null] }
    any: true
    open: { type: object, additionalProperties: { type: number } }
  $defs:
    address: { type: object, properties: { street: { type: string, description: 'Ends */ a comment' } }, required: [street] }
steps:
  - name: a_b
    handler: { callable: A }
    result_schema:
      $ref: '#/definitions/address'
      definitions:
        address: { type: object, properties: { zip: { type: [string, 'null'] } }, required: [zip] }
  - name: a-b
    handler: { callable: A }
    dependencies: [a_b]
    result_schema:
      type: object
      properties:
        items: { type: array, minItems: 1, items: { title: Address, type: object, properties: { n: { type: integer } } } }
        data: { anyOf: [{ type: string }, { allOf: [{ properties: { x: { const: 1 } } }, { properties: { y: { type: boolean } } }] }] }
  - name: 2 odd. name
    handler: { callable: A }
    dependencies: [a-b]
  - name: class
    handler: { callable: A }
    dependencies: [a-b]
    result_schema: { type: object, properties: { $ref: { type: string }, '1': { type: string }, 'a b': {} } }
`;
