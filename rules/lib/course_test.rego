package lib.course_test

import data.lib.course

test_the_domains_are_the_students if {
	course.root_domain == "codyho.infracourse.cloud" with input as {"sunet": "codyho"}
	course.app_domain == "yoctogram.codyho.infracourse.cloud" with input as {"sunet": "codyho"}
	course.api_domain == "api.yoctogram.codyho.infracourse.cloud" with input as {"sunet": "codyho"}
}

test_an_id_in_capitals_means_the_same if {
	course.root_domain == "codyho.infracourse.cloud" with input as {"sunet": "CodyHo"}
	course.api_domain == "api.yoctogram.codyho.infracourse.cloud" with input as {"sunet": "CODYHO"}
}

test_without_an_id_a_placeholder_stands_for_it if {
	course.root_domain == "sunet.infracourse.cloud" with input as {}
}

test_names_are_compared_as_dns_does if {
	course.normal("Api.InfraCourse.Cloud.") == "api.infracourse.cloud"
	course.normal("api.infracourse.cloud") == "api.infracourse.cloud"
	course.normal("") == ""
}
