using Mail.Core;

namespace Mail.Processing;

/// <summary>What was found in one message, and what the operator wants done about it.</summary>
/// <param name="policy">Of the site.</param>
/// <param name="domains">Of the recipients.</param>
internal sealed class AttachmentInspection(AttachmentPolicy policy, IReadOnlyCollection<string> domains)
{
    /// <summary>Findings that are told of one kind; an archive may have thousands.</summary>
    private const int MaxPerKind = 3;

    /// <summary>Characters of a path that are told.</summary>
    private const int MaxPath = 80;

    /// <summary>Octets that files may unpack to at any ratio: logs and bitmaps compress a thousandfold.</summary>
    private const long MaxUnpacked = InspectionBudget.MaxOctets;

    private readonly List<AttachmentFinding> _findings = [];

    public InspectionBudget Budget { get; } = new();

    public IReadOnlyList<AttachmentFinding> Findings => _findings;

    /// <param name="extensions">That make it of this kind; none when something else does.</param>
    public void Add(AttachmentKind kind, string path, string why, params string[] extensions)
    {
        var action = policy.ActionFor(kind, extensions, domains);
        var known = _findings.FindAll(finding => finding.Kind == kind);
        if ((action == ScanAction.Pass && kind == AttachmentKind.Other) || (known.Count >= MaxPerKind && known.TrueForAll(finding => finding.Action >= action)))
        {
            return;
        }

        _findings.Add(new AttachmentFinding(kind, ScanText.Clean(path, MaxPath), why, action));
    }

    public void AddIf(bool found, AttachmentKind kind, string path, string why)
    {
        if (found)
        {
            Add(kind, path, why);
        }
    }

    /// <summary>What the name of a file tells.</summary>
    public void AddName(string name, string path)
    {
        var file = DangerousNames.FileName(name);
        var extension = DangerousNames.Extension(file);
        if (DangerousNames.KindOf(extension) is { } kind)
        {
            Add(kind, path, Words(kind), extension);
        }
        else if (policy.Names(extension))
        {
            Add(AttachmentKind.Other, path, $"a {extension} file", extension);
        }

        if (DangerousNames.HasDoubleExtension(file))
        {
            Add(AttachmentKind.DoubleExtension, path, "a name with two extensions", extension);
        }

        AddIf(DangerousNames.IsDisguised(file), AttachmentKind.DisguisedName, path, "a name that reads otherwise than it is");
    }

    /// <summary>What a file is by what it begins with, whatever its name.</summary>
    public void AddType(FileType type, string path)
    {
        AttachmentKind? kind = type switch
        {
            FileType.Executable => AttachmentKind.Executable,
            FileType.Script => AttachmentKind.Script,
            FileType.Shortcut => AttachmentKind.Shortcut,
            FileType.DiskImage => AttachmentKind.DiskImage,
            _ => null,
        };
        if (kind is { } found)
        {
            Add(found, path, $"{Words(found)} by its content", DangerousNames.Extension(DangerousNames.FileName(path)) is var extension && DangerousNames.KindOf(extension) == found ? [extension] : []);
        }
    }

    /// <summary>What is left over when the work that one message may make is done.</summary>
    /// <param name="length">Octets of the message.</param>
    public void Complete(long length)
    {
        // A hundred times its size is beyond what documents come to, and a tenth of what is made to burst.
        var unpacked = Math.Max(Budget.Octets, Budget.Declared);
        if (unpacked > MaxUnpacked && unpacked > 100 * length)
        {
            Add(AttachmentKind.Bomb, "archives", "they unpack to more than 100 times the message");
        }
        else if (Budget.IsSpent)
        {
            Add(AttachmentKind.Unreadable, "archives", "more in them than is looked at");
        }
    }

    private static string Words(AttachmentKind kind) => kind switch
    {
        AttachmentKind.Executable => "a program",
        AttachmentKind.Script => "a script",
        AttachmentKind.Shortcut => "a shortcut",
        AttachmentKind.DiskImage => "a disk image",
        AttachmentKind.Macro => "an Office document with macros",
        _ => "an archive that is not looked into",
    };
}
