using Mail.Core;

namespace Mail.Testing;

/// <summary>The settings of a site without a cache: a change is seen at once, unless the storage is switched off.</summary>
public sealed class InMemorySiteSettings(StorageFaults? parentFaults = null) : ISiteSettings, ISiteSettingsEditor
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, SiteSettingRow> _rows = new(StringComparer.Ordinal);
    private SiteSettings _lastKnown = SiteSettings.Default;

    public StorageFaults Faults { get; } = new(parentFaults);

    /// <summary>Sets one value: the short way for a test.</summary>
    public void Set(string name, string value)
    {
        lock (_gate)
        {
            _rows[name] = new SiteSettingRow(name, value);
        }
    }

    public async ValueTask<SiteSettings> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            _lastKnown = await Locked(() => SiteSettingCatalog.Read(_rows.Values), cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            // As the port promises.
        }

        return _lastKnown;
    }

    public IAsyncEnumerable<SiteSettingRow> ListAsync(CancellationToken cancellationToken) => List(_ => true, cancellationToken);

    public async ValueTask SetAsync(SiteSettingRow row, CancellationToken cancellationToken) =>
        await Locked(() => _rows[row.Name] = row, cancellationToken);

    public ValueTask<bool> UnsetAsync(string name, CancellationToken cancellationToken) => Locked(() => _rows.Remove(name), cancellationToken);

    public IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken) =>
        List(row => row.Problem is not null, cancellationToken)
            .Select(row => new DirectoryProblem("Settings", "site " + row.Name, row.Problem!));

    private IAsyncEnumerable<SiteSettingRow> List(Func<SiteSettingRow, bool> wanted, CancellationToken cancellationToken) =>
        Faults.List<SiteSettingRow>(
            () =>
            {
                lock (_gate)
                {
                    return [.. _rows.Values.Where(wanted)];
                }
            },
            cancellationToken);

    private ValueTask<T> Locked<T>(Func<T> operation, CancellationToken cancellationToken) =>
        Faults.RunAsync(
            () =>
            {
                lock (_gate)
                {
                    return operation();
                }
            },
            cancellationToken);
}
