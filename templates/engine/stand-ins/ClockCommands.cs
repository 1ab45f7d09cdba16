using System;
using System.Globalization;
using System.Management.Automation;
using Mderules.StandIns;

namespace Microsoft.PowerShell.Commands
{
    /// <summary>As 5.1's DisplayHintType.</summary>
    public enum ClockDisplayHint { Date, Time, DateTime }

    /// <summary>Get-Date over the device's clock, with the parameters of Windows PowerShell 5.1.</summary>
    [Cmdlet("Get", "Date", DefaultParameterSetName = "net")]
    public sealed class GetDateCommand : PSCmdlet
    {
        [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
        [Alias("LastWriteTime")]
        public DateTime Date { get; set; }

        [Parameter, ValidateRange(1, 9999)]
        public int Year { get; set; }

        [Parameter, ValidateRange(1, 12)]
        public int Month { get; set; }

        [Parameter, ValidateRange(1, 31)]
        public int Day { get; set; }

        [Parameter, ValidateRange(0, 23)]
        public int Hour { get; set; }

        [Parameter, ValidateRange(0, 59)]
        public int Minute { get; set; }

        [Parameter, ValidateRange(0, 59)]
        public int Second { get; set; }

        [Parameter, ValidateRange(0, 999)]
        public int Millisecond { get; set; }

        [Parameter]
        public ClockDisplayHint DisplayHint { get; set; }

        [Parameter(ParameterSetName = "UFormat")]
        public string UFormat { get; set; }

        [Parameter(ParameterSetName = "net")]
        public string Format { get; set; }

        protected override void ProcessRecord()
        {
            Unsupported.Refuse(this, "Date", "Year", "Month", "Day", "Hour", "Minute", "Second", "Millisecond", "DisplayHint", "Format");
            DateTime date = Given("Date") ? Date : Machine.Current.ReadClock();
            date = new DateTime(
                Given("Year") ? Year : date.Year, Given("Month") ? Month : date.Month, Given("Day") ? Day : date.Day,
                Given("Hour") ? Hour : date.Hour, Given("Minute") ? Minute : date.Minute, Given("Second") ? Second : date.Second,
                Given("Millisecond") ? Millisecond : date.Millisecond, date.Kind);
            if (!Given("Format")) WriteObject(date);
            else if (Format.StartsWith("File", StringComparison.OrdinalIgnoreCase)) throw Machine.Current.NotSupported("Get-Date -Format " + Format);
            else WriteObject(date.ToString(Format, CultureInfo.CurrentCulture));
        }

        bool Given(string parameter) { return MyInvocation.BoundParameters.ContainsKey(parameter); }
    }

    /// <summary>Start-Sleep moves the device's clock and takes no time.</summary>
    [Cmdlet("Start", "Sleep", DefaultParameterSetName = "Seconds")]
    public sealed class StartSleepCommand : PSCmdlet
    {
        [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Seconds")]
        [ValidateRange(0, 2147483)]
        public int Seconds { get; set; }

        [Parameter(Mandatory = true, ParameterSetName = "Milliseconds")]
        [ValidateRange(0, int.MaxValue)]
        public int Milliseconds { get; set; }

        protected override void ProcessRecord()
        {
            Machine.Current.Wait(ParameterSetName == "Seconds" ? TimeSpan.FromSeconds(Seconds) : TimeSpan.FromMilliseconds(Milliseconds));
        }
    }
}
