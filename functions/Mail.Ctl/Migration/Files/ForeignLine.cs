namespace Mail.Ctl;

/// <summary>Lines of tables that look like entries of a text that postmap reads, and are none: they would become addresses that nobody writes to.</summary>
internal static class ForeignLine
{
    private const string Expression = "regular expressions have no counterpart: give the addresses one by one";
    private const string Definition = "is the definition of a table elsewhere: give what is in that table, as text";

    // mysql_table(5), pgsql_table(5), sqlite_table(5), ldap_table(5), memcache_table(5): a parameter of each that stands in every file, and all that are secret.
    private static readonly HashSet<string> Parameters = new(StringComparer.OrdinalIgnoreCase)
    {
        "hosts", "user", "password", "dbname", "dbpath", "query", "table", "select_field", "where_field", "additional_conditions", "result_format", "domain", "expansion_limit",
        "server_host", "server_port", "search_base", "query_filter", "result_attribute", "special_result_attribute", "leaf_result_attribute", "scope", "version", "timeout",
        "bind", "bind_dn", "bind_pw", "start_tls", "tls_key", "tls_cert", "memcache", "backup", "option_file", "option_group", "encoding", "require_result_set", "hostaddr",
    };

    /// <param name="source">What can be told of it: of a definition the name only, for the value may be a password.</param>
    /// <returns>Why it is no entry; <c>null</c> when it may be one.</returns>
    public static string? Reason(string line, out string source)
    {
        source = line;
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && line[..equals].Trim() is var name && Parameters.Contains(name))
        {
            source = $"{name} = …";
            return Definition;
        }

        var words = line.Split((char[])[' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries);
        // regexp_table(5), pcre_table(5): /pattern/flags, !/pattern/flags, if /pattern/, endif. Any delimiter may be used but letters and digits; nobody does.
        return IsPattern(words[0]) || (words[0] is "if" && words.Length > 1 && IsPattern(words[1])) || line is "endif" ? Expression : null;
    }

    private static bool IsPattern(string word) => word is ['/', ..] or ['!', '/', ..];
}
