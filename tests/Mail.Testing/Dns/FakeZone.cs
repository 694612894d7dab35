using System.Globalization;
using System.Net;
using System.Text.Json;
using Mail.Core;

namespace Mail.Testing;

/// <summary>The names that a test's DNS knows, read from the format ZONE.json of DESIGN.md.</summary>
public sealed class FakeZone
{
    private readonly Dictionary<string, FakeZoneName> _names;

    private FakeZone(Dictionary<string, FakeZoneName> names) => _names = names;

    /// <exception cref="FormatException">The message says which name is no good.</exception>
    public static FakeZone Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new FakeZone(document.RootElement.EnumerateObject().ToDictionary(name => name.Name, name => Read(name.Name, name.Value)));
    }

    /// <returns><c>null</c> for a name that does not exist.</returns>
    public FakeZoneName? Find(string name) => _names.GetValueOrDefault(name);

    private static FakeZoneName Read(string name, JsonElement value)
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
                case var type when Enum.TryParse<DnsType>(type, ignoreCase: true, out var known):
                    records[known] = [.. property.Value.EnumerateArray().Select(item => Read(known, item))];
                    break;
                default:
                    throw new FormatException($"{name}: '{property.Name}' is no type that mail asks for.");
            }
        }

        return new FakeZoneName(records, rcode, timesOut, isSigned);
    }

    private static DnsRecord Read(DnsType type, JsonElement item) => type switch
    {
        DnsType.A or DnsType.Aaaa => new DnsRecord.Address(IPAddress.Parse(item.GetString()!)),
        DnsType.Mx => ReadMx(item.GetString()!),
        DnsType.Srv => ReadSrv(item.GetString()!),
        DnsType.Tlsa => ReadTlsa(item.GetString()!.Split(' ', 4)),
        DnsType.Txt when item.ValueKind == JsonValueKind.Array => new DnsRecord.Text(string.Concat(item.EnumerateArray().Select(part => part.GetString()))),
        DnsType.Txt => new DnsRecord.Text(item.GetString()!),
        _ => new DnsRecord.Name(item.GetString()!.TrimEnd('.')),
    };

    private static DnsRecord.Service ReadSrv(string text)
    {
        var parts = text.Split(' ', 4);
        var numbers = parts[..3].Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new DnsRecord.Service(numbers[0], numbers[1], numbers[2], parts[3].TrimEnd('.'));
    }

    private static DnsRecord.Tlsa ReadTlsa(string[] parts) => new(
        byte.Parse(parts[0], CultureInfo.InvariantCulture),
        byte.Parse(parts[1], CultureInfo.InvariantCulture),
        byte.Parse(parts[2], CultureInfo.InvariantCulture),
        parts[3].ToLowerInvariant());

    private static DnsRecord.MailExchange ReadMx(string text)
    {
        var parts = text.Split(' ', 2);
        return new DnsRecord.MailExchange(int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1].TrimEnd('.'));
    }
}
