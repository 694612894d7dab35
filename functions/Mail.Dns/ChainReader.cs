using System.Net;
using DnsClient;
using DnsClient.Protocol;
using Mail.Core;

namespace Mail.Dns;

/// <summary>
/// Reads the responses to one question: follows its CNAMEs through them, and takes only records of the name at the end. What else a
/// response carries was not asked for and is not believed.
/// </summary>
/// <param name="trust">Whose word on DNSSEC counts.</param>
internal sealed class ChainReader(Core.DnsQuestion question, DnsTrust trust)
{
    // Where a negative answer has no SOA, RFC 2308 §5 says not to cache it; a few seconds spare us a burst.
    private static readonly TimeSpan Unstated = TimeSpan.FromSeconds(5);

    // RFC 1035 §2.3.4: 255 octets, each of which may be written as \DDD.
    private const int MaxName = 4 * 255;

    private readonly HashSet<string> _passed = [question.Name];
    private TimeSpan _timeToLive = TimeSpan.MaxValue;
    private bool _isAuthenticated = true;

    /// <summary>What to ask for next.</summary>
    public string Name { get; private set; } = question.Name;

    public DnsType Type => question.Type;

    /// <returns>The answer; <c>null</c> when <see cref="Name"/> has to be asked for.</returns>
    /// <exception cref="InvalidDataException">A name in it is none.</exception>
    public DnsAnswer? Read(IDnsQueryResponse response)
    {
        if (response.Questions is not [var asked] || NameOf(asked.QueryName) != Name || (int)asked.QuestionType != (int)Type)
        {
            return DnsAnswer.Failed("the answer is to another question");
        }

        _isAuthenticated = _isAuthenticated && response.Header.IsAuthenticData && IsTrusted(response.NameServer);
        var answer = response.Header.ResponseCode switch
        {
            DnsHeaderResponseCode.NoError => ReadAnswers(response),
            DnsHeaderResponseCode.NotExistentDomain => ReadMissing(response),
            var code => DnsAnswer.Failed($"response code {code}"),
        };
        // RFC 4035 §3.2.3: a chain is as good as the least of its answers.
        return answer is null or { Outcome: DnsOutcome.TemporaryFailure } ? answer
            : answer with { Authenticated = _isAuthenticated, Alias = Name == question.Name ? null : Name };
    }

    // RFC 4035 §4.9.3: the AD bit of a way that others can write on says nothing.
    private bool IsTrusted(NameServer server) => trust switch
    {
        DnsTrust.Anywhere => true,
        DnsTrust.Loopback => IPAddress.TryParse(server.Address, out var address) && IPAddress.IsLoopback(address),
        _ => false,
    };

    private DnsAnswer? ReadAnswers(IDnsQueryResponse response)
    {
        var start = Name;
        if (!TryFollow(response))
        {
            return DnsAnswer.Failed("a loop of CNAMEs");
        }

        var records = new List<DnsRecord>();
        foreach (var record in response.Answers.Where(record => IsFor(Name, record)))
        {
            if (ContentOf(record) is { } content)
            {
                records.Add(content);
                Hold(record.InitialTimeToLive);
            }
        }

        return records.Count > 0 ? DnsAnswer.Found(records, _timeToLive)
            // The resolver has not looked behind the CNAME: then we do.
            : Name != start && StatedTimeToLive(response) is null ? null
            : DnsAnswer.NoData(Negative(response));
    }

    // RFC 6604 §3: the code is that of the last name of the chain.
    private DnsAnswer ReadMissing(IDnsQueryResponse response) =>
        TryFollow(response) ? DnsAnswer.NxDomain(Negative(response)) : DnsAnswer.Failed("a loop of CNAMEs");

    /// <summary>Goes along the CNAMEs of a response as far as they lead.</summary>
    private bool TryFollow(IDnsQueryResponse response)
    {
        if (Type == DnsType.Cname)
        {
            return true;
        }

        while (response.Answers.OfType<CNameRecord>().FirstOrDefault(alias => NameOf(alias.DomainName) == Name) is { } alias)
        {
            Name = NameOf(alias.CanonicalName);
            Hold(alias.InitialTimeToLive);
            if (!_passed.Add(Name))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsFor(string name, DnsResourceRecord record) =>
        (int)record.RecordType == (int)Type && NameOf(record.DomainName) == name;

    private void Hold(int seconds)
    {
        // RFC 2181 §8: with the highest bit set it means 0.
        var timeToLive = TimeSpan.FromSeconds(Math.Max(0, seconds));
        _timeToLive = timeToLive < _timeToLive ? timeToLive : _timeToLive;
    }

    private TimeSpan Negative(IDnsQueryResponse response)
    {
        var stated = StatedTimeToLive(response) ?? Unstated;
        return stated < _timeToLive ? stated : _timeToLive;
    }

    // RFC 2308 §5: the smaller of the SOA's own time to live and its MINIMUM.
    private static TimeSpan? StatedTimeToLive(IDnsQueryResponse response) =>
        response.Authorities.OfType<SoaRecord>().FirstOrDefault() is { } soa
            ? TimeSpan.FromSeconds(Math.Min(Math.Max(0, soa.InitialTimeToLive), soa.Minimum))
            : null;

    private static DnsRecord? ContentOf(DnsResourceRecord record) => record switch
    {
        AddressRecord address => new DnsRecord.Address(new IPAddress(address.Address.GetAddressBytes())),
        MxRecord mx => new DnsRecord.MailExchange(mx.Preference, NameOf(mx.Exchange)),
        TxtRecord text => new DnsRecord.Text(string.Concat(text.Text)),
        PtrRecord pointer => new DnsRecord.Name(NameOf(pointer.PtrDomainName)),
        SrvRecord service => new DnsRecord.Service(service.Priority, service.Weight, service.Port, NameOf(service.Target)),
        CNameRecord alias => new DnsRecord.Name(NameOf(alias.CanonicalName)),
        TlsaRecord tlsa => new DnsRecord.Tlsa(
            (byte)tlsa.CertificateUsage, (byte)tlsa.Selector, (byte)tlsa.MatchingType, Convert.ToHexStringLower([.. tlsa.CertificateAssociationData])),
        _ => null,
    };

    /// <summary>A label may have any octet (RFC 2181 §11), of which the library writes some as they are. What would break a line of a log stands as <c>?</c>.</summary>
    private static string NameOf(DnsString name)
    {
        var text = name.Value.TrimEnd('.').ToLowerInvariant();
        if (text.Length > MaxName)
        {
            throw new InvalidDataException("a name that is too long");
        }

        return text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;
    }
}
