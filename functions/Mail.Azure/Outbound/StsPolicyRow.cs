using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A row of table <c>StsPolicies</c>: partition key the domain, row key <c>policy</c>; columns <c>Id</c>, <c>Mode</c>, <c>MaxAgeSeconds</c>, <c>Mx</c>,
/// <c>FetchedAt</c>, <c>ExpiresAt</c>. An operator who removes the row makes the policy forgotten within ten minutes.
/// </summary>
internal static class StsPolicyRow
{
    public const string RowKey = "policy";

    public static TableEntity Write(KeptStsPolicy policy)
    {
        var row = new TableEntity(TableKey.Encode(policy.Domain), RowKey)
        {
            ["Id"] = policy.Id,
            ["Mode"] = SettingText.Choice(policy.Policy.Mode),
            ["MaxAgeSeconds"] = (long)policy.Policy.MaxAge.TotalSeconds,
            ["FetchedAt"] = policy.FetchedAt,
            // For the pruning, and for people.
            ["ExpiresAt"] = policy.ExpiresAt,
        };
        LongText.SetList(row, "Mx", policy.Policy.Mx);
        return row;
    }

    /// <returns><c>null</c> when a hand has spoiled it: it is fetched again.</returns>
    public static KeptStsPolicy? Read(TableEntity row) =>
        Lenient.Time(row, "FetchedAt") is { } fetchedAt && SettingText.TryChoice<MtaStsMode>(Lenient.Text(row, "Mode") ?? "", out var mode)
            ? new KeptStsPolicy
            {
                Domain = TableKey.Decode(row.PartitionKey),
                Id = Lenient.Text(row, "Id") ?? "",
                // A year: RFC 8461 §3.2.
                Policy = new StsPolicy(mode, TimeSpan.FromSeconds(Math.Clamp(Lenient.Number(row, "MaxAgeSeconds"), 0, 31_557_600)), LongText.GetList(row, "Mx")),
                FetchedAt = fetchedAt,
            }
            : null;
}
