namespace Mail.Ctl;

/// <summary>The DNS records of a domain.</summary>
/// <param name="Host">The mail server's name.</param>
/// <param name="Policy">The MTA-STS policy that others have to get; <c>null</c> without one.</param>
internal sealed record DomainDnsView(string Domain, string Host, IReadOnlyList<DnsRecordView> Records, PolicyView? Policy)
{
    /// <summary>As lines of a zone file; what an operator has to fill in is a comment.</summary>
    public void Write(TextAnswer text)
    {
        var note = "";
        foreach (var record in Records)
        {
            if (record.Note != note)
            {
                text.Line("; " + record.Note);
                note = record.Note;
            }

            text.Line(record.Value is null ? $"; {record.Name}. IN {record.Type} ..." : $"{record.Name}. IN {record.Type} {record.Value}");
        }

        if (Policy is not null)
        {
            text.Line($"; {Policy.Url} has to say, and does where the functions are reached:");
            foreach (var line in Policy.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
            {
                text.Line(";   " + line);
            }
        }
    }
}
