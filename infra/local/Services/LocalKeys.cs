using System.Security.Cryptography;

namespace Mail.Local.Services;

/// <summary>
/// The secrets that gateway, functions and mailctl share, made once: what was written with them (SRS addresses that are out, DKIM keys in the table) can
/// be read for as long as they are kept.
/// </summary>
internal sealed class LocalKeys
{
    private readonly string _folder;

    private LocalKeys(string folder) => _folder = folder;

    /// <summary>Under which private keys stand in tables: 32 octets in base64.</summary>
    public string KeyFile => Path.Combine(_folder, "mail-key");

    /// <summary>Of which SRS addresses are made: 256 bits in hexadecimal.</summary>
    public string SrsSecretFile => Path.Combine(_folder, "srs-secret");

    /// <summary>What the processes are told.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment => [new("MAIL_KEY_FILE", KeyFile), new("MAIL_SRS_SECRET_FILE", SrsSecretFile)];

    /// <summary>Makes those that are not there.</summary>
    /// <exception cref="StartupException">The folder cannot be written.</exception>
    public static LocalKeys Ensure(string folder)
    {
        var keys = new LocalKeys(folder);
        try
        {
            Directory.CreateDirectory(folder);
            Make(keys.KeyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
            Make(keys.SrsSecretFile, RandomNumberGenerator.GetHexString(64, lowercase: true));
            return keys;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"the keys cannot be kept in {folder}: {e.Message}");
        }
    }

    /// <summary>Whole or not at all: whoever is stopped in between must not leave half a key.</summary>
    private static void Make(string file, string text)
    {
        if (File.Exists(file))
            return;
        var unfinished = $"{file}.{System.Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(unfinished, options))
            writer.WriteLine(text);
        File.Move(unfinished, file);
    }
}
