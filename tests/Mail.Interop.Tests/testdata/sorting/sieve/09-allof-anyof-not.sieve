require "fileinto";
if allof (anyof (header :contains "from" "work", header :contains "to" "team"), not header :contains "subject" "ticket", not false) { fileinto "x"; }
