namespace Mail.Functions;

/// <summary>A setting or a configuration file cannot be used. The message says which one and what to set instead.</summary>
public sealed class ConfigurationException(string message, Exception? innerException = null) : Exception(message, innerException);
