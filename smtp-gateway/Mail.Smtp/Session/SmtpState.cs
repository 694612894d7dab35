namespace Mail.Smtp;

/// <summary>Where a session stands between two commands. A session is in one state; sets of them stand in <see cref="SmtpCommandTable"/>.</summary>
[Flags]
internal enum SmtpState
{
    /// <summary>The greeting was a refusal: only QUIT is permitted (RFC 5321 §3.1).</summary>
    Refused = 1,

    /// <summary>Greeted by us; HELO or EHLO is due.</summary>
    Connected = 2,

    /// <summary>Between transactions.</summary>
    Ready = 4,

    /// <summary>MAIL was accepted, no recipient yet.</summary>
    Mail = 8,

    /// <summary>At least one recipient was accepted.</summary>
    Rcpt = 16,

    /// <summary>A BDAT chunk was accepted that was not the last.</summary>
    Chunks = 32,
}
