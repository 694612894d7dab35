using Mail.Core;

namespace Mail.Ctl;

/// <summary>transport(5), what transport_maps names: <c>pattern transport:nexthop</c>.</summary>
internal static class TransportFile
{
    public static MigrationPlan Read(string file, string text)
    {
        var plan = new MigrationPlan(file);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in plan.Entries(text))
        {
            if (entry.Value.Length == 0)
            {
                plan.NotConverted(entry.Line, entry.Text, "expected 'pattern transport:nexthop'");
            }
            else if (!TransportPattern.TryNormalize(entry.Key, out var pattern, out var problem) || entry.Key.StartsWith(TransportPattern.Sender, StringComparison.Ordinal))
            {
                plan.NotConverted(entry.Line, entry.Text, problem ?? "expected an address or a domain");
            }
            else if (!seen.TryAdd(pattern, entry.Line))
            {
                plan.NotConverted(entry.Line, entry.Text, $"line {seen[pattern]} has the same pattern, and goes before it");
            }
            else
            {
                Convert(plan, entry, pattern);
            }
        }

        return plan;
    }

    private static void Convert(MigrationPlan plan, MapEntry entry, string pattern)
    {
        var colon = entry.Value.IndexOf(':', StringComparison.Ordinal);
        var (name, nextHop) = colon < 0 ? (entry.Value, "") : (entry.Value[..colon], entry.Value[(colon + 1)..].Trim());
        switch (name)
        {
            case "error":
                var text = nextHop.Length > 0 ? nextHop : "mail is not sent there";
                plan.Make(entry.Line, entry.Text, new TransportTarget(new Core.Transport { Pattern = pattern, Kind = TransportKind.Error, Text = text }));
                break;
            case "discard":
                plan.Make(entry.Line, entry.Text, new TransportTarget(new Core.Transport { Pattern = pattern, Kind = TransportKind.Discard }));
                break;
            case "" or "smtp" or "relay" or "smtps" or "submission" or "submissions":
                Send(plan, entry, pattern, nextHop);
                break;
            case "local" or "virtual" or "lmtp" or "dovecot" or "maildrop" or "procmail" or "cyrus" or "mailbox":
                plan.NotNeeded(entry.Line, entry.Text, "mail for accounts here goes into their mailboxes by itself");
                break;
            case "retry":
                plan.NotConverted(entry.Line, entry.Text, "no transport only puts off; to hold mail back: mailctl queue hold --destination DOMAIN");
                break;
            default:
                plan.NotConverted(entry.Line, entry.Text, $"'{name}' is a service of that machine's master.cf; if it is SMTP with other limits: mailctl transport add {pattern}");
                break;
        }
    }

    private static void Send(MigrationPlan plan, MapEntry entry, string pattern, string nextHop)
    {
        if (nextHop.Length == 0)
        {
            // "do not change", or "resets the nexthop to the recipient domain": an exception from a wider pattern.
            plan.Make(entry.Line, entry.Text, new TransportTarget(new Core.Transport { Pattern = pattern, Kind = TransportKind.Direct }));
        }
        else if (NextHopText.TryParse(nextHop, out var hop))
        {
            plan.Make(entry.Line, entry.Text, new TransportTarget(hop.ToTransport(pattern, TlsLevel.Opportunistic)), hop.Remark);
        }
        else
        {
            plan.NotConverted(entry.Line, entry.Text, $"'{nextHop}' is not [HOST]:PORT");
        }
    }
}
