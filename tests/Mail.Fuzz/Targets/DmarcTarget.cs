using System.Text;
using Mail.Authentication;
using Mail.Core;

namespace Mail.Fuzz.Targets;

/// <summary>A DMARC record in the first line, a header behind it.</summary>
internal sealed class DmarcTarget : IFuzzTarget
{
    public string Name => "dmarc";

    public void Run(ReadOnlySpan<byte> input)
    {
        var end = input.IndexOf((byte)'\n');
        var text = Encoding.UTF8.GetString(end < 0 ? input : input[..end]);
        if (DmarcRecord.IsDmarc(text) && DmarcRecord.Parse(text) is { } record)
        {
            BrokenPromiseException.Unless(record.Percent is >= 0 and <= 100, "a share is a share");
            BrokenPromiseException.Unless(record.ReportUris.All(uri => uri.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)), "reports go by mail");
        }

        var header = HeaderBlock.Read(new MemoryStream(end < 0 ? [] : input[(end + 1)..].ToArray()))!;
        foreach (var domain in AuthorDomains.Read(header))
        {
            BrokenPromiseException.Unless(domain.All(c => char.IsAscii(c) && !char.IsAsciiLetterUpper(c)), "a domain has one form");
            var organization = PublicSuffixList.Default.OrganizationalDomain(domain);
            BrokenPromiseException.Unless(domain == organization || domain.EndsWith("." + organization, StringComparison.Ordinal), "an organization is above its names");
            BrokenPromiseException.Unless(PublicSuffixList.Default.OrganizationalDomain(organization) == organization, "and is its own");
        }
    }
}
