namespace Mail.Sieve;

/// <summary>Which scripts were included for a message, and which are running.</summary>
internal sealed class IncludeTracker
{
    private readonly HashSet<IncludeId> _included = [];
    private readonly List<IncludeId> _running = [];
    private int _count;

    /// <summary>At any point of the run, or is running (RFC 6609 §3.2 <c>:once</c>).</summary>
    public bool WasIncluded(IncludeId id) => _included.Contains(id);

    /// <summary>Why the script cannot be included; <c>null</c> if it can.</summary>
    public string? Problem(IncludeId id, SieveOptions options) =>
        // RFC 6609 §3.1: scripts must not include themselves, directly or by others.
        _running.Contains(id) ? $"script '{id.Name}' includes itself"
        : _running.Count >= options.MaxIncludeDepth ? $"more than {options.MaxIncludeDepth} scripts include each other"
        : _count >= options.MaxIncludes ? $"more than {options.MaxIncludes} scripts are included"
        : null;

    public void Enter(IncludeId id)
    {
        _count++;
        _included.Add(id);
        _running.Add(id);
    }

    public void Leave(IncludeId id) => _running.Remove(id);
}
