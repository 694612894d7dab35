require ["fileinto", "variables"];
if header :matches "list-id" "*<*.*" { set :lower "name" "${2}"; fileinto "lists/${name}"; }
elsif header :matches "subject" "[*-*]*" { fileinto "${1}/${2}"; }
