namespace Mail.Sieve.Procmail;

/// <summary>What the parts of one import share.</summary>
internal sealed class RcContext(ImportOptions options)
{
    private int _filesRead;

    public ImportOptions Options { get; } = options;

    public RcVariables Variables { get; } = new(options);

    public ImportReport Report { get; } = new();

    /// <summary>A spam filter was run by the file; here every message is judged before it is sorted.</summary>
    public bool HasSpamFilter { get; set; }

    /// <summary>The text of a file that is named there; <c>null</c> when it cannot be had.</summary>
    public string? Read(string name)
    {
        if (++_filesRead > ImportLimits.Includes || ImportText.HasVariable(name))
        {
            return null;
        }

        var path = name.StartsWith('/') || name.StartsWith("~/", StringComparison.Ordinal) ? name : Variables.Text("MAILDIR").TrimEnd('/') + "/" + name;
        return Options.ReadFile(path) is { Length: <= ImportLimits.FileLength } text ? ImportText.Clean(text) : null;
    }

    public FolderPath Folder(string path) =>
        FolderPath.Of(path, Variables.Text("MAILDIR"), Options.Home, [Variables.Text("DEFAULT"), Variables.Text("ORGMAIL"), "/var/spool/mail/" + Options.User]);
}
