namespace Mail.Core;

/// <summary>
/// The storage behind a port could not be reached or did not answer in time. Always temporary: the caller answers 4xx or leaves
/// the work for redelivery. The state of what was asked for is unknown: a write may or may not have happened.
/// </summary>
public class StorageUnavailableException : Exception
{
    public StorageUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
