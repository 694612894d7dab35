using Mail.Local.Services;

namespace Mail.Local.Tests;

public class LocalKeysTests
{
    [Fact]
    public void Keys_are_made_once_and_are_for_their_owner()
    {
        using var folder = new TemporaryFolder();
        var keys = LocalKeys.Ensure(Path.Combine(folder.Path, "keys"));
        var (key, secret) = (File.ReadAllText(keys.KeyFile), File.ReadAllText(keys.SrsSecretFile));

        Assert.Equal(32, Convert.FromBase64String(key.Trim()).Length);
        Assert.Matches("^[0-9a-f]{64}\\n$", secret);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(keys.KeyFile));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(keys.SrsSecretFile));
        }

        LocalKeys.Ensure(Path.Combine(folder.Path, "keys"));
        Assert.Equal((key, secret), (File.ReadAllText(keys.KeyFile), File.ReadAllText(keys.SrsSecretFile)));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(folder.Path, "keys")).Length);
    }

    [Fact]
    public void A_folder_that_cannot_be_is_told_by_name()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "keys");
        File.WriteAllText(file, "");

        Assert.Contains(file, Assert.Throws<StartupException>(() => LocalKeys.Ensure(file)).Message, StringComparison.Ordinal);
    }
}
