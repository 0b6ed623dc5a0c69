# METADATA
# title: Storage
# custom:
#   points: 3
#   sections: [Buckets]
package rules
