using System.Globalization;
using System.Net;

namespace Mail.Core;

/// <summary>
/// All rules in force, compiled for questions. Each stage is asked in turn, as Postfix asks with <c>smtpd_delay_reject = yes</c>, when the
/// recipient is known: client, HELO, sender, recipient. The most specific rule of a stage decides it: of the client the exact address, then
/// its name and the domains above, then networks from the longest prefix on; of an address see <see cref="AccessKeys"/>. For one pattern, a
/// rule <c>for</c> the recipient goes before one for everybody. REJECT, DEFER and DISCARD end the matter, after any other the next stage is asked.
/// </summary>
public sealed class AccessRuleSet
{
    /// <summary>Rules beyond are left out: some 300 bytes each in memory, and a request per thousand whenever they are read again.</summary>
    public const int MaxRules = 20_000;

    private readonly Dictionary<(AccessKind Kind, string Text), Slot> _slots = [];
    private readonly int[] _prefixes4;
    private readonly int[] _prefixes6;

    /// <param name="rules">Of two with the same pattern the first counts.</param>
    public AccessRuleSet(IEnumerable<AccessRule> rules)
    {
        var networks = new List<IPNetwork>();
        foreach (var rule in rules.Take(MaxRules))
        {
            Count++;
            Add(rule);
            if (rule.Pattern.Kind == AccessKind.Client && rule.Pattern.Text.Contains('/', StringComparison.Ordinal))
            {
                networks.Add(IPNetwork.Parse(rule.Pattern.Text));
            }
        }

        _prefixes4 = Prefixes(networks, octets: 4);
        _prefixes6 = Prefixes(networks, octets: 16);
    }

    public static AccessRuleSet Empty { get; } = new([]);

    public int Count { get; }

    public AccessVerdict Evaluate(AccessQuestion question, DateTimeOffset now)
    {
        if (Count == 0)
        {
            return AccessVerdict.None;
        }

        var recipient = AccessKeys.OfAddress(question.Recipient).ToArray();
        Func<AccessRule?>[] stages =
        [
            () => First(ClientKeys(question), recipient, now),
            () => question.Helo is { } helo ? First(Keys(AccessKind.Helo, AccessKeys.OfName(helo)), recipient, now) : null,
            () => First(Keys(AccessKind.Sender, AccessKeys.OfAddress(question.Sender)), recipient, now),
            () => First(Keys(AccessKind.Recipient, recipient), recipient, now),
        ];
        var matches = new List<AccessRule>();
        foreach (var stage in stages)
        {
            if (stage() is { } rule)
            {
                matches.Add(rule);
                if (AccessVerdict.Ends(rule.Action))
                {
                    break;
                }
            }
        }

        return matches.Count == 0 ? AccessVerdict.None : new AccessVerdict(matches);
    }

    private static int[] Prefixes(IEnumerable<IPNetwork> networks, int octets) =>
        [.. networks.Where(n => n.BaseAddress.GetAddressBytes().Length == octets).Select(n => n.PrefixLength).Distinct().OrderDescending()];

    private static IEnumerable<(AccessKind, string)> Keys(AccessKind kind, IEnumerable<string> texts) => texts.Select(text => (kind, text));

    private IEnumerable<(AccessKind, string)> ClientKeys(AccessQuestion question)
    {
        var address = question.ClientAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : question.ClientAddress;
        if (address is not null)
        {
            yield return (AccessKind.Client, address.ToString());
        }

        foreach (var name in question.ClientName is { } known ? AccessKeys.OfName(known) : [])
        {
            yield return (AccessKind.ClientName, name);
        }

        if (address is not null)
        {
            var octets = address.GetAddressBytes();
            foreach (var length in octets.Length == 4 ? _prefixes4 : _prefixes6)
            {
                yield return (AccessKind.Client, Network(octets, length));
            }
        }
    }

    private static string Network(byte[] octets, int length)
    {
        var network = (byte[])octets.Clone();
        for (var i = 0; i < network.Length; i++)
        {
            var bits = Math.Clamp(length - (i * 8), 0, 8);
            network[i] &= (byte)(0xff << (8 - bits));
        }

        return string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(network)}/{length}");
    }

    private void Add(AccessRule rule)
    {
        var key = (rule.Pattern.Kind, rule.Pattern.Text);
        if (!_slots.TryGetValue(key, out var slot))
        {
            _slots[key] = slot = new Slot();
        }

        if (rule.Pattern.Recipient is { } recipient)
        {
            (slot.ForRecipient ??= new(StringComparer.Ordinal)).TryAdd(recipient, rule);
        }
        else
        {
            slot.ForAll ??= rule;
        }
    }

    private AccessRule? First(IEnumerable<(AccessKind, string)> keys, string[] recipient, DateTimeOffset now)
    {
        foreach (var key in keys)
        {
            if (_slots.TryGetValue(key, out var slot) && slot.Find(recipient, now) is { } rule)
            {
                return rule;
            }
        }

        return null;
    }

    /// <summary>The rules of one pattern.</summary>
    private sealed class Slot
    {
        public AccessRule? ForAll { get; set; }

        public Dictionary<string, AccessRule>? ForRecipient { get; set; }

        public AccessRule? Find(string[] recipient, DateTimeOffset now)
        {
            if (ForRecipient is { } rules)
            {
                foreach (var key in recipient)
                {
                    if (rules.TryGetValue(key, out var rule) && rule.HoldsAt(now))
                    {
                        return rule;
                    }
                }
            }

            return ForAll is { } all && all.HoldsAt(now) ? all : null;
        }
    }
}
