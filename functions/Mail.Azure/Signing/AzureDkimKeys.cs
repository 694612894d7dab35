using System.Security.Cryptography;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Table <c>DkimKeys</c>: one request per domain and <see cref="StorageOptions.CacheTime"/>, and one to the vault for each key that is there.</summary>
public sealed class AzureDkimKeys : IDkimKeys
{
    private const int Remembered = 10_000;

    private readonly TableClient _table;
    private readonly ISecrets _vault;
    private readonly SealingKey? _sealing;
    private readonly DirectoryReports _reports;
    private readonly ExpiringCache<IReadOnlyList<DkimSecret>> _cache;

    internal AzureDkimKeys(
        StorageConnection connection, ISecrets vault, SealingKey? sealing, DirectoryReports reports, TimeSpan cacheTime, TimeProvider time)
    {
        _table = connection.Tables.GetTableClient("DkimKeys");
        _vault = vault;
        _sealing = sealing;
        _reports = reports;
        _cache = new(cacheTime, Remembered, time);
    }

    public ValueTask<IReadOnlyList<DkimSecret>> FindActiveAsync(string domain, CancellationToken cancellationToken) =>
        _cache.GetAsync(domain, () => LoadAsync(domain), cancellationToken);

    private async Task<IReadOnlyList<DkimSecret>> LoadAsync(string domain)
    {
        var active = new List<(DkimKey Key, string Secret)>();
        await foreach (var row in _table.RowsAsync(TableFilter.Partition(domain), CancellationToken.None))
        {
            var (key, problem) = DkimKeyRow.Read(row);
            _reports.Report(_table.Name, DirectoryReports.RowName(row), problem);
            if (key is null)
            {
                throw new UnusableRowException($"row {DirectoryReports.RowName(row)} of table {_table.Name}: {problem}");
            }

            if (key.State == DkimKeyState.Active)
            {
                active.Add((key, Lenient.Text(row, DkimKeyRow.SecretColumn) ?? ""));
            }
        }

        var newest = active.GroupBy(pair => pair.Key.Algorithm).OrderBy(pairs => pairs.Key).Select(pairs => pairs.MaxBy(pair => pair.Key.Since));
        var secrets = new List<DkimSecret>();
        foreach (var (key, secret) in newest)
        {
            secrets.Add(new DkimSecret(key, await OpenAsync(key, secret)));
        }

        return secrets;
    }

    private async Task<byte[]> OpenAsync(DkimKey key, string secret)
    {
        if (secret.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return Decode(await ReadVaultAsync(key, secret))
                ?? throw new UnusableRowException($"the vault's secret for {key.RecordName} is neither base64 nor PEM, or is not there");
        }

        return _sealing?.Open(secret, DkimKeyRow.Place(key))
            ?? throw new UnusableRowException(
                $"the private key of {key.RecordName} cannot be opened: {SealingKey.Variable} or {SealingKey.FileVariable} is not set here, or not as when it was made");
    }

    private async Task<string?> ReadVaultAsync(DkimKey key, string secret)
    {
        try
        {
            return await _vault.ReadAsync(new Uri(secret), CancellationToken.None);
        }
        catch (FormatException e)
        {
            throw new UnusableRowException($"the column {DkimKeyRow.SecretColumn} of {key.RecordName}: {e.Message}");
        }
    }

    private static byte[]? Decode(string? text)
    {
        var inner = text is not null && PemEncoding.TryFind(text, out var pem) ? text[pem.Base64Data] : text ?? "";
        var octets = new byte[inner.Length];
        return Convert.TryFromBase64String(inner.Trim(), octets, out var length) && length > 0 ? octets[..length] : null;
    }
}
