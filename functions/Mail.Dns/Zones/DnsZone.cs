using System.Globalization;
using System.Net;
using System.Text.Json;
using Mail.Core;

namespace Mail.Dns;

/// <summary>
/// Names and their records from a file, for trials and tests:
/// <c>{"name.test": {"A": ["192.0.2.1"], "MX": ["10 mx.test"], "TXT": ["one string", ["split ", "string"]]}, "slow.test": {"TIMEOUT": true}, "broken.test": {"RCODE": "SERVFAIL"}}</c>.
/// A name that is absent does not exist.
/// </summary>
public sealed class DnsZone
{
    private readonly Dictionary<string, DnsZoneName> _names;

    private DnsZone(Dictionary<string, DnsZoneName> names) => _names = names;

    /// <exception cref="FormatException">The message says which name is no good.</exception>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static DnsZone Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    /// <exception cref="FormatException">The message says which name is no good.</exception>
    public static DnsZone Read(JsonElement zone)
    {
        if (zone.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("A zone is an object whose properties are names.");
        }

        var names = new Dictionary<string, DnsZoneName>();
        foreach (var name in zone.EnumerateObject())
        {
            names[new DnsQuestion(name.Name, DnsType.A).Name] = ReadName(name.Name, name.Value);
        }

        return new DnsZone(names);
    }

    /// <param name="name">In lower case, without the final dot.</param>
    /// <returns><c>null</c> for a name that does not exist.</returns>
    public DnsZoneName? Find(string name) => _names.GetValueOrDefault(name);

    private static DnsZoneName ReadName(string name, JsonElement value)
    {
        try
        {
            return Read(name, value);
        }
        catch (Exception e) when (e is InvalidOperationException or IndexOutOfRangeException or OverflowException or ArgumentException)
        {
            throw new FormatException($"{name}: {e.Message}", e);
        }
        catch (FormatException e) when (!e.Message.StartsWith(name, StringComparison.Ordinal))
        {
            throw new FormatException($"{name}: {e.Message}", e);
        }
    }

    private static DnsZoneName Read(string name, JsonElement value)
    {
        var records = new Dictionary<DnsType, IReadOnlyList<DnsRecord>>();
        string? rcode = null;
        var timesOut = false;
        var isSigned = false;
        foreach (var property in value.EnumerateObject())
        {
            switch (property.Name)
            {
                case "TIMEOUT":
                    timesOut = property.Value.GetBoolean();
                    break;
                case "SIGNED":
                    isSigned = property.Value.GetBoolean();
                    break;
                case "RCODE":
                    rcode = property.Value.GetString();
                    break;
                case "SPF":
                    // RFC 7208 §3.1: the type of RFC 4408 is no longer asked for.
                    break;
                case var type when Enum.TryParse<DnsType>(type, ignoreCase: true, out var known):
                    records[known] = [.. property.Value.EnumerateArray().Select(item => Read(known, item))];
                    break;
                default:
                    throw new FormatException($"{name}: '{property.Name}' is no type that mail asks for.");
            }
        }

        return new DnsZoneName(records, rcode, timesOut, isSigned);
    }

    private static DnsRecord Read(DnsType type, JsonElement item) => type switch
    {
        DnsType.A or DnsType.Aaaa => new DnsRecord.Address(IPAddress.Parse(Text(item))),
        DnsType.Mx => ReadMx(Text(item)),
        DnsType.Srv => ReadSrv(Text(item)),
        DnsType.Tlsa => ReadTlsa(Text(item).Split(' ', 4)),
        DnsType.Txt when item.ValueKind == JsonValueKind.Array => new DnsRecord.Text(string.Concat(item.EnumerateArray().Select(Text))),
        DnsType.Txt => new DnsRecord.Text(Text(item)),
        _ => new DnsRecord.Name(Host(Text(item))),
    };

    private static string Text(JsonElement item) => item.GetString() ?? throw new FormatException("A record is a text.");

    private static string Host(string text) => text.TrimEnd('.').ToLowerInvariant();

    private static DnsRecord.Service ReadSrv(string text)
    {
        var parts = text.Split(' ', 4);
        var numbers = parts[..3].Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new DnsRecord.Service(numbers[0], numbers[1], numbers[2], Host(parts[3]));
    }

    private static DnsRecord.Tlsa ReadTlsa(string[] parts) => new(
        byte.Parse(parts[0], CultureInfo.InvariantCulture),
        byte.Parse(parts[1], CultureInfo.InvariantCulture),
        byte.Parse(parts[2], CultureInfo.InvariantCulture),
        parts[3].ToLowerInvariant());

    private static DnsRecord.MailExchange ReadMx(string text)
    {
        // Without a host it is the root's, as in "0 .": nobody takes mail (RFC 7505 §3).
        var parts = text.Split(' ', 2);
        return new DnsRecord.MailExchange(int.Parse(parts[0], CultureInfo.InvariantCulture), parts is [_, var host] ? Host(host) : "");
    }
}
