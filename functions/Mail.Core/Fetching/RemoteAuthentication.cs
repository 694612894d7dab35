namespace Mail.Core;

/// <summary>How we log in to a remote mailbox.</summary>
public enum RemoteAuthentication
{
    /// <summary>The best mechanism that the server has for a password: SCRAM, CRAM-MD5, PLAIN, LOGIN, USER and PASS.</summary>
    Password,

    /// <summary>
    /// APOP (RFC 1939 §7): MD5 of a password, which a server that lies about its greeting can find out (CVE-2007-1558). Only where somebody has asked for it.
    /// </summary>
    Apop,

    /// <summary>XOAUTH2 or OAUTHBEARER (RFC 7628) with an access token of <see cref="IAccessTokens"/>.</summary>
    OAuth,
}
