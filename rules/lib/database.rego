# METADATA
# title: The database
# description: The database cluster, and the secret that its password comes from.
package lib.database

import data.lib.cfn
import data.lib.result

# METADATA
# description: The database cluster; null when there is not exactly one.
cluster := cfn.sole(clusters)

# METADATA
# description: All database clusters.
clusters := cfn.of_type("AWS::RDS::DBCluster")

# METADATA
# description: What a check of the database cluster reports when there is not exactly one; else empty.
missing contains result.absent(
	"AWS::RDS::DBCluster",
	"there is not exactly one database cluster to look at; define one with rds.ServerlessCluster in the data stack",
) if {
	cluster == null
}

# METADATA
# description: |
#   The secret of the stacks that the cluster's password is resolved from, as {"secret", "key"}; the key is empty when
#   it is the whole value. Null when the password is resolved from no such secret.
password := object.get(_resolved, "MasterUserPassword", null)

# METADATA
# description: The same of the cluster's user name.
username := object.get(_resolved, "MasterUsername", null)

_resolved := {property: {"secret": secret, "key": key} |
	some found in clusters
	found == cluster
	some property in ["MasterUsername", "MasterUserPassword"]
	text := cfn.text(found.stack, cfn.property(found, [property]))
	startswith(text, "{{resolve:secretsmanager:")
	secret := cfn.sole(cfn.references(text))
	object.get(cfn.entries(secret), "type", "") == "AWS::SecretsManager::Secret"
	key := _key(text)
}

# {{resolve:secretsmanager:ARN:SecretString:KEY:STAGE:VERSION}}, in which all from the second colon on may be left out.
_key(text) := split(trim_suffix(parts[1], "}}"), ":")[0] if {
	parts := split(text, ":SecretString:")
	count(parts) == 2
} else := ""
