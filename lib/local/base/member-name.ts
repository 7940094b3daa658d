/**
 * The name that a member of an AWS API has in a state: that of the SDK for Java, with a capital letter. Of an acronym that it begins
 * with, only the first letter is a capital one: `DBInstanceIdentifier` is `DbInstanceIdentifier`. Developer guide: "Calling AWS
 * service APIs"; SDK for Java: `Utils.unCapitalize`.
 */
export function memberName(apiName: string): string {
  const [head = apiName.charAt(0)] = /^.[A-Z]*(?![a-z])/.exec(apiName) ?? [];
  return head.charAt(0).toUpperCase() + head.slice(1).toLowerCase() + apiName.slice(head.length);
}
