# METADATA
# title: Amounts
# description: Numbers with a unit, as CloudFormation takes them.
package lib.amounts

# METADATA
# description: An amount is written in one of some forms, which are lower case and without spaces.
is_one_of(amount, forms) if replace(lower(sprintf("%v", [amount])), " ", "") in forms
