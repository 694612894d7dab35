using System.Text;

namespace Mail.Processing;

/// <summary>Macros in Office documents of the old kind: the storage that [MS-OVBA] §2.2.1 keeps them in has an entry of this name in the directory ([MS-CFB] §2.6.1).</summary>
internal static class CompoundMacros
{
    private static readonly byte[] Name = Encoding.Unicode.GetBytes("_VBA_PROJECT");

    /// <summary>Searches the file from end to end in constant memory, rather than follow chains of sectors that may run in circles.</summary>
    public static bool AreIn(Stream content)
    {
        var chunk = new byte[(64 * 1024) + Name.Length];
        var kept = 0;
        content.Position = 0;
        while (content.Read(chunk.AsSpan(kept)) is > 0 and var read)
        {
            var seen = chunk.AsSpan(0, kept + read);
            if (seen.IndexOf(Name) >= 0)
            {
                return true;
            }

            kept = Math.Min(Name.Length - 1, seen.Length);
            seen[^kept..].CopyTo(chunk);
        }

        return false;
    }
}
