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

        var path = name.StartsWith('/') || name.StartsWith("~/", StringComparison.Ordinal) ? name : (Current ?? Variables.Text("MAILDIR")).TrimEnd('/') + "/" + name;
        return Options.ReadFile(path) is { Length: <= ImportLimits.FileLength } text ? ImportText.Clean(text) : null;
    }

    /// <summary>Where relative paths begin; <c>null</c> for procmail's MAILDIR.</summary>
    public string? Current { get; init; }

    /// <summary>Where the folders are; <c>null</c> for where relative paths begin.</summary>
    public string? FolderRoot { get; set; }

    public FolderPath Folder(string path)
    {
        var current = Current ?? Variables.Text("MAILDIR");
        return FolderPath.Of(
            path, current, FolderRoot ?? current, Options.Home, [Variables.Text("DEFAULT"), Variables.Text("ORGMAIL"), "/var/spool/mail/" + Options.User]);
    }
}
