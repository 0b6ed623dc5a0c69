# METADATA
# title: The course's names
# description: The domain names that the handout asks for, made of the student's SUNet ID.
package lib.course

# METADATA
# description: SUNET.infracourse.cloud, the zone that the DNS stack provisions and the backend certificate's name.
root_domain := concat(".", [lower(object.get(input, "sunet", "SUNET")), "infracourse.cloud"])

# METADATA
# description: yoctogram.SUNET.infracourse.cloud, where the website is.
app_domain := concat(".", ["yoctogram", root_domain])

# METADATA
# description: api.yoctogram.SUNET.infracourse.cloud, where the load balancer is.
api_domain := concat(".", ["api", app_domain])

# METADATA
# description: A domain name as DNS compares them, lower case and without the final dot.
normal(name) := trim_suffix(lower(name), ".")
