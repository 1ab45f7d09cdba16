using System;
using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Mderules.StandIns;

namespace Mderules.StandIns
{
    /// <summary>What a server answered with an error status, as System.Net.HttpWebResponse.</summary>
    public sealed class ErrorResponse : WebResponse
    {
        public HttpStatusCode StatusCode { get { return HttpStatusCode.NotFound; } }
    }
}

namespace Microsoft.PowerShell.Commands
{
    /// <summary>
    /// Invoke-WebRequest with the parameters of Windows PowerShell 5.1. Nothing goes to a network: an address or a proxy is unreachable, an address times out
    /// (unreadable), or a server answers. So that scripts meet every kind of answer, the root of a site redirects, a page named test
    /// is there, and all other pages are not.
    /// </summary>
    [Cmdlet("Invoke", "WebRequest")]
    public sealed class InvokeWebRequestCommand : PSCmdlet
    {
        [Parameter(Position = 0, Mandatory = true)]
        [ValidateNotNullOrEmpty]
        public Uri Uri { get; set; }

        [Parameter] public SwitchParameter UseBasicParsing { get; set; }
        [Parameter] public object WebSession { get; set; }
        [Parameter] public string SessionVariable { get; set; }
        [Parameter] public PSCredential Credential { get; set; }
        [Parameter] public SwitchParameter UseDefaultCredentials { get; set; }
        [Parameter] public string CertificateThumbprint { get; set; }
        [Parameter] public X509Certificate Certificate { get; set; }
        [Parameter] public string UserAgent { get; set; }
        [Parameter] public SwitchParameter DisableKeepAlive { get; set; }
        [Parameter, ValidateRange(0, int.MaxValue)] public int TimeoutSec { get; set; }
        [Parameter] public IDictionary Headers { get; set; }
        [Parameter, ValidateRange(0, int.MaxValue)] public int MaximumRedirection { get; set; }
        [Parameter] public string Method { get; set; }
        [Parameter] public Uri Proxy { get; set; }
        [Parameter] public PSCredential ProxyCredential { get; set; }
        [Parameter] public SwitchParameter ProxyUseDefaultCredentials { get; set; }
        [Parameter(ValueFromPipeline = true)] public object Body { get; set; }
        [Parameter] public string ContentType { get; set; }
        [Parameter] public string TransferEncoding { get; set; }
        [Parameter] public string InFile { get; set; }
        [Parameter] public string OutFile { get; set; }
        [Parameter] public SwitchParameter PassThru { get; set; }

        protected override void ProcessRecord()
        {
            Machine machine = Machine.Current;
            Unsupported.Refuse(this, "Uri", "UseBasicParsing", "TimeoutSec", "MaximumRedirection", "Method", "Proxy");
            if (!UseBasicParsing.IsPresent) throw machine.NotSupported("Invoke-WebRequest without -UseBasicParsing, which needs Internet Explorer");
            if (Proxy != null && IsUnreachable(machine, Proxy))
            {
                Fail(WebExceptionStatus.ProxyNameResolutionFailure, null,
                    "The proxy name could not be resolved: '{0}'", "Le nom du proxy n'a pas pu \u00eatre r\u00e9solu : '{0}'");
            }
            string address = Uri.OriginalString.ToLowerInvariant();
            if (machine.IsUnreadable("url:" + address))
            {
                if (TimeoutSec == 0) throw machine.NotSupported("Invoke-WebRequest without -TimeoutSec");
                machine.Wait(TimeSpan.FromSeconds(TimeoutSec));
                Fail(WebExceptionStatus.Timeout, null, "The operation has timed out.", "Le d\u00e9lai d'attente de l'op\u00e9ration a expir\u00e9.");
            }
            if (machine.IsUnreadable("tls:" + address))
            {
                Fail(WebExceptionStatus.SecureChannelFailure, null,
                    "The request was aborted: Could not create SSL/TLS secure channel.",
                    "La demande a \u00e9t\u00e9 abandonn\u00e9e : Impossible de cr\u00e9er un canal s\u00e9curis\u00e9 SSL/TLS.");
            }
            if (IsUnreachable(machine, Uri))
            {
                Fail(WebExceptionStatus.NameResolutionFailure, null,
                    "The remote name could not be resolved: '{0}'", "Le nom distant n'a pas pu \u00eatre r\u00e9solu : '{0}'");
            }
            bool redirects = Uri.AbsolutePath == "/";
            if (!redirects && !Uri.AbsolutePath.EndsWith("/test", StringComparison.Ordinal))
            {
                Fail(WebExceptionStatus.ProtocolError, new ErrorResponse(),
                    "The remote server returned an error: (404) Not Found.", "Le serveur distant a retourn\u00e9 une erreur : (404) Introuvable.");
            }
            bool stopsAtRedirect = redirects && MyInvocation.BoundParameters.ContainsKey("MaximumRedirection") && MaximumRedirection == 0;
            PSObject response = new PSObject();
            response.Properties.Add(new PSNoteProperty("StatusCode", stopsAtRedirect ? 302 : 200));
            WriteObject(response);
            if (!stopsAtRedirect) return;
            InvalidOperationException exceeded = new InvalidOperationException(Messages.Of(
                "The maximum redirection count has been exceeded.", "Le nombre maximal de redirections a \u00e9t\u00e9 d\u00e9pass\u00e9."));
            WriteError(new ErrorRecord(exceeded, "MaximumRedirectExceeded", ErrorCategory.InvalidOperation, null));
        }

        static bool IsUnreachable(Machine machine, Uri address)
        {
            return machine.List("unreachable").Contains(address.OriginalString.ToLowerInvariant());
        }

        void Fail(WebExceptionStatus status, WebResponse response, string english, string french)
        {
            WebException exception = new WebException(Messages.Of(english, french, Uri.Host), null, status, response);
            ThrowTerminatingError(new ErrorRecord(exception, "WebCmdletWebResponseException", ErrorCategory.InvalidOperation, null));
        }
    }
}
