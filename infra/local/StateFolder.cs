using System.Globalization;

namespace Mail.Local;

/// <summary>The folder of one running system, held exclusively until it is disposed.</summary>
internal sealed class StateFolder : IDisposable
{
    private readonly FileStream _lock;

    private StateFolder(string path, FileStream @lock)
    {
        Root = path;
        _lock = @lock;
    }

    public string Root { get; }

    /// <summary>The emulator's data: all mail, the directory, the queues.</summary>
    public string Azurite => Path.Combine(Root, "azurite");

    /// <summary>The gateway's journal of answers that may not have reached their client.</summary>
    public string Gateway => Path.Combine(Root, "gateway");

    /// <summary>The certificate of this machine and its key; kept by <see cref="Reset"/>, because clients may have been told to trust it.</summary>
    public string Tls => Path.Combine(Root, "tls");

    /// <summary>The secrets that the processes share; kept by <see cref="Reset"/>, because SRS addresses made with them are out in the world.</summary>
    public string Keys => Path.Combine(Root, "keys");

    public string Log => Path.Combine(Root, "log");

    /// <exception cref="StartupException">Another instance holds the folder, or it cannot be created.</exception>
    public static StateFolder Open(string path)
    {
        var pidFile = Path.Combine(path, "pid");
        try
        {
            Directory.CreateDirectory(path);
            // The operating system releases the lock when the process dies; the file itself may stay.
            var @lock = new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(pidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new(path, @lock);
        }
        catch (IOException) when (File.Exists(pidFile))
        {
            throw new StartupException(
                $"another Mail.Local (process {File.ReadAllText(pidFile)}) runs on {path}. Stop it, or give this one its own --state folder and ports.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path} cannot be used: {e.Message} Give another folder with --state.");
        }
    }

    /// <summary>Deletes what earlier runs left here, and nothing that they did not make.</summary>
    public void Reset()
    {
        foreach (var folder in new[] { Azurite, Gateway, Log }.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    }

    public void Dispose() => _lock.Dispose();
}
