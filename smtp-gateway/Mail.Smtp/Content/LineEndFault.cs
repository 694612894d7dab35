namespace Mail.Smtp;

/// <summary>A line end in content that is not CRLF (RFC 5321 §2.3.8). The first one found decides.</summary>
internal enum LineEndFault
{
    None,
    BareCr,
    BareLf,
}
