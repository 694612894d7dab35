using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>
/// Who has a mailbox: Postfix's virtual_mailbox_maps (<c>user@domain path</c>), Dovecot's passwd-file or passwd(5) (<c>user:password:uid:gid:name:home:shell:extra</c>).
/// </summary>
/// <param name="domain">Of names without one; <c>null</c>: such a name is not converted.</param>
internal sealed class MailboxFile(string? domain)
{
    /// <summary>Debian's and Red Hat's first user; those below belong to the system. 65534 is nobody.</summary>
    private const int FirstUser = 1000;

    private const int Nobody = 65534;

    public MigrationPlan Read(string file, string text)
    {
        var plan = new MigrationPlan(file);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in LogicalLine.Read(text))
        {
            var fields = line.Text.Split(':');
            var isMap = fields.Length < 2 || line.Text.AsSpan(0, fields[0].Length).IndexOfAny(' ', '\t') >= 0;
            var name = isMap ? line.Text.Split((char[])[' ', '\t'], 2)[0] : fields[0];
            var source = isMap ? line.Text : $"{name}:…";
            var address = name.Contains('@', StringComparison.Ordinal) ? name : domain is null ? null : $"{name}@{domain}";
            if (!isMap && IsOfSystem(fields))
            {
                plan.NotNeeded(line.Number, source, "is a user of that machine's system");
            }
            else if (address is null)
            {
                plan.NotConverted(line.Number, source, "a name without a domain: give --domain");
            }
            else if (!MailAddressParser.TryParse(address, out var parsed, out var problem))
            {
                plan.NotConverted(line.Number, source, $"'{address}': {(name.StartsWith('@') ? "a mailbox for all other addresses is an account and an alias @domain for it" : problem)}");
            }
            else if (!seen.TryAdd(MigrationState.Key(parsed), line.Number))
            {
                plan.NotConverted(line.Number, source, $"line {seen[MigrationState.Key(parsed)]} has the same name, and goes before it");
            }
            else
            {
                var (password, remark) = isMap ? (null, MailboxPassword.Missing) : MailboxPassword.Read(fields[1], address);
                plan.Make(line.Number, source, new AccountTarget(parsed, isMap ? null : QuotaOf(line.Text), isMap ? null : NameOf(fields), password), remark);
            }
        }

        return plan;
    }

    private static bool IsOfSystem(string[] fields) =>
        fields.Length > 2 && int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var uid) && uid is < FirstUser or Nobody
        // Virtual users share the uid of a system's user: they have a domain, or a home for their mail and no shell.
        && !fields[0].Contains('@', StringComparison.Ordinal) && fields.Length == 7;

    /// <summary>The first part of GECOS; the rest are telephones.</summary>
    private static string? NameOf(string[] fields) =>
        fields.Length > 4 && fields[4].Split(',')[0].Trim() is { Length: > 0 and <= 200 } name && !name.Any(char.IsControl) ? name : null;

    /// <summary>Dovecot's <c>userdb_quota_rule=*:storage=1G</c>, or <c>*:bytes=</c>. Limits of messages have no counterpart.</summary>
    private static long? QuotaOf(string line)
    {
        foreach (var key in (string[])["storage=", "bytes="])
        {
            var at = line.IndexOf("quota_rule=*:" + key, StringComparison.Ordinal);
            if (at < 0)
            {
                continue;
            }

            var start = at + "quota_rule=*:".Length + key.Length;
            var end = line.AsSpan(start).IndexOfAny(" \t:,");
            var value = end < 0 ? line[start..] : line.Substring(start, end);
            // Dovecot counts storage= in KiB where there is no unit.
            var text = key == "storage=" && value.Length > 0 && value.All(char.IsAsciiDigit) ? value + "K" : value;
            return ByteSize.TryParse(text, out var bytes) && bytes > 0 ? bytes : null;
        }

        return null;
    }
}
