require ["fileinto", "regex", "variables"];
if header :regex "subject" "(no\\.|number) ([0-9]+)" { fileinto "n${2}"; }
if address :regex "from" "^([a-z]+)@([a-z]+)\\." { fileinto "from/${2}/${1}"; }
