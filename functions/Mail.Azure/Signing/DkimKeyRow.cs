using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A row of table <c>DkimKeys</c>: partition key the domain, row key the selector; columns <c>State</c> (<c>next</c>, <c>active</c>, <c>retired</c>),
/// <c>Algorithm</c> (<c>rsa</c>, <c>ed25519</c>), <c>PublicKey</c>, <c>Since</c>, <c>Problem</c>, and <c>Secret</c>: the private key under a
/// <see cref="SealingKey"/>, or the URL of a vault's secret that holds it, base64 or PEM of PKCS#8 (Ed25519: base64 of 32 octets).
/// </summary>
internal static class DkimKeyRow
{
    public const string SecretColumn = "Secret";

    public static RowReading<DkimKey> Read(TableEntity row)
    {
        var problems = new RowProblems(row);
        problems.Key(row.PartitionKey, DomainRow.NameIn(row.PartitionKey), "partition");
        if (!IsSelector(row.RowKey))
        {
            problems.Fatal("the row key has to be a selector: lower-case letters, digits and hyphens, at most 63");
        }

        if (!SettingText.TryChoice<DkimKeyState>(Lenient.Text(row, "State") ?? "", out var state))
        {
            problems.Fatal("State has to be next, active or retired");
        }

        if (!TryAlgorithm(Lenient.Text(row, "Algorithm"), out var algorithm))
        {
            problems.Fatal("Algorithm has to be rsa or ed25519");
        }

        if (Lenient.Text(row, "PublicKey") is not { } publicKey || !IsBase64(publicKey))
        {
            problems.Fatal("PublicKey has to be base64");
            publicKey = "";
        }

        return problems.Result(() => new DkimKey
        {
            Domain = row.PartitionKey,
            Selector = row.RowKey,
            Algorithm = algorithm,
            State = state,
            PublicKey = publicKey,
            Since = Lenient.Time(row, "Since"),
        });
    }

    public static TableEntity Write(DkimKey key, string secret) => new(key.Domain, key.Selector)
    {
        ["State"] = SettingText.Choice(key.State),
        ["Algorithm"] = SettingText.Choice(key.Algorithm),
        ["PublicKey"] = key.PublicKey,
        ["Since"] = key.Since,
        [SecretColumn] = secret,
    };

    /// <summary>What a sealed secret belongs to.</summary>
    public static string Place(DkimKey key) => key.RecordName;

    // "ed25519" has digits, which no other choice has.
    private static bool TryAlgorithm(string? text, out DkimAlgorithm algorithm)
    {
        algorithm = string.Equals(text, "ed25519", StringComparison.OrdinalIgnoreCase) ? DkimAlgorithm.Ed25519 : DkimAlgorithm.Rsa;
        return algorithm == DkimAlgorithm.Ed25519 || string.Equals(text, "rsa", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsSelector(string text) =>
        text.Length is > 0 and <= 63 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && text[0] != '-';

    private static bool IsBase64(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out _);
}
