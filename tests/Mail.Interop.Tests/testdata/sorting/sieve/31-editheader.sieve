require ["editheader", "fileinto"];
addheader "X-Sorted" "yes"; deleteheader "X-Spam-Flag";
if header :is "x-sorted" "yes" { if not exists "x-spam-flag" { fileinto "sorted"; } }
