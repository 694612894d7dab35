namespace Mail.Ctl;

/// <summary>Which way mail for one recipient takes: the row that decides, as in <see cref="TransportView"/>, and what follows from it.</summary>
/// <param name="Decides">A row of the table does; otherwise the default.</param>
/// <param name="Hops">In the order in which they are tried, then those that are passed over. The order within an MX preference is another each time.</param>
/// <param name="Nowhere"><c>null</c> when mail goes somewhere.</param>
/// <param name="Policy">What the domain asks of TLS, beyond the row; <c>null</c> when the functions know of no policy.</param>
internal sealed record TransportTestView(
    string For,
    string Via,
    string? Host,
    int? Port,
    string Tls,
    string? Credentials,
    string Text,
    bool Enabled,
    string? Comment,
    bool Decides,
    IReadOnlyList<HopView> Hops,
    NowhereView? Nowhere,
    StsView? Policy)
{
    public static TransportTestView From(TransportView row, bool decides, IReadOnlyList<HopView> hops, NowhereView? nowhere, StsView? policy) => new(
        row.For, row.Via, row.Host, row.Port, row.Tls, row.Credentials, row.Text, row.Enabled, row.Comment, decides, hops, nowhere, policy);

    public void Write(TextAnswer text, TransportView row)
    {
        text.Line(Decides ? $"{row}, TLS {Tls}" : $"No row decides: direct, TLS {Tls}.");
        if (Policy is not null)
        {
            text.Line(
                $"  MTA-STS {Policy.Mode}: {(Policy.Mode == "enforce" ? "TLS verified, " : "")}servers {string.Join(", ", Policy.Servers)}, until {Moment.Format(Policy.ExpiresAt)}");
        }

        foreach (var hop in Hops)
        {
            text.Line($"  {(hop.PassedOver is null ? "tries" : "not")} {hop}");
        }

        if (Nowhere is not null)
        {
            text.Line($"  {(Nowhere.Permanent ? "goes back to the sender" : "waits")}: {Nowhere.Status} {Nowhere.Reason}");
        }
    }
}
