using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Mail.Core;

namespace Mail.Transport;

/// <summary>A report of one day for one domain (RFC 8460 §4).</summary>
/// <param name="Sender">Whose mail it tells of, and who can be asked.</param>
public sealed record TlsReport(TlsDay Day, MailAddress Sender)
{
    /// <summary>The same for the same day and domain: who gets it twice can see it.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Day.Day:yyyy-MM-dd}.{Day.Domain}@{Sender.Domain}");

    /// <summary>RFC 8460 §5.1: organisation, domain, begin and end.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{Sender.Domain}!{Day.Domain}!{Begin.ToUnixTimeSeconds()}!{End.ToUnixTimeSeconds()}.json.gz");

    private DateTimeOffset Begin => new(Day.Day, TimeOnly.MinValue, TimeSpan.Zero);

    private DateTimeOffset End => Begin.AddDays(1).AddSeconds(-1);

    /// <summary>JSON under gzip.</summary>
    public byte[] ToGzip()
    {
        using var octets = new MemoryStream();
        using (var gzip = new GZipStream(octets, CompressionLevel.Optimal, leaveOpen: true))
        using (var json = new Utf8JsonWriter(gzip))
        {
            Write(json);
        }

        return octets.ToArray();
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("organization-name", Sender.Domain);
        json.WriteStartObject("date-range");
        json.WriteString("start-datetime", Begin.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        json.WriteString("end-datetime", End.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteString("contact-info", Sender.ToString());
        json.WriteString("report-id", Id);
        json.WriteStartArray("policies");
        foreach (var policy in Day.Policies)
        {
            Write(json, policy);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, TlsPolicyTally tally)
    {
        json.WriteStartObject();
        json.WriteStartObject("policy");
        json.WriteString("policy-type", tally.Kind.ToWord());
        WriteList(json, "policy-string", tally.Policy);
        json.WriteString("policy-domain", Day.Domain);
        WriteList(json, "mx-host", [.. tally.Policy.Where(line => line.StartsWith("mx: ", StringComparison.Ordinal)).Select(line => line[4..])]);
        json.WriteEndObject();
        json.WriteStartObject("summary");
        json.WriteNumber("total-successful-session-count", tally.Successful);
        json.WriteNumber("total-failure-session-count", tally.Failed);
        json.WriteEndObject();
        if (tally.Failures.Count > 0)
        {
            json.WriteStartArray("failure-details");
            tally.Failures.ToList().ForEach(failure => Write(json, failure));
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TlsFailureTally failure)
    {
        json.WriteStartObject();
        json.WriteString("result-type", failure.Problem.ToWord());
        WriteSome(json, "receiving-mx-hostname", failure.Host);
        WriteSome(json, "receiving-ip", failure.Address);
        json.WriteNumber("failed-session-count", failure.Count);
        WriteSome(json, "additional-information", failure.Reason);
        json.WriteEndObject();
    }

    private static void WriteSome(Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> items)
    {
        if (items.Count > 0)
        {
            json.WriteStartArray(name);
            items.ToList().ForEach(json.WriteStringValue);
            json.WriteEndArray();
        }
    }
}
