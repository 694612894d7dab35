namespace Mail.Gateway;

/// <summary>A certificate cannot be used as it is. The message says what is wrong with it, in words for the operator, and holds nothing secret.</summary>
internal sealed class CertificateException(string message, Exception? inner = null) : Exception(message, inner);
