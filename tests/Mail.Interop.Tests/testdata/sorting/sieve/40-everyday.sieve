require ["fileinto", "envelope", "variables", "imap4flags", "copy", "subaddress", "regex"];
# What a user has after some years.
if anyof (header :contains "x-spam-flag" "yes", header :matches "x-spam-level" "*\\*\\*\\*\\*\\**") { setflag "\\Seen"; fileinto "Junk"; stop; }
if envelope :is "from" "" { fileinto "Bounces"; stop; }
if address :detail :matches "to" "*" { if not string :is "${1}" "" { set :lower "tag" "${1}"; fileinto "Tags/${tag}"; stop; } }
if header :matches "list-id" "*<*.*>" { fileinto "Lists/${2}"; stop; }
if address :domain "from" "work.example" {
    if header :regex "subject" "(urgent|report)" { addflag "\\Flagged"; redirect :copy "mobile@phone.example"; }
    fileinto "Work";
}
