using System;
using System.Management.Automation;
using System.Threading;

namespace Mderules.StandIns
{
    /// <summary>Stops a script that runs for too long by the real clock: one that spins without waiting.</summary>
    public sealed class Watchdog : IDisposable
    {
        readonly Timer timer;

        public Watchdog(PowerShell shell, Machine machine, int seconds)
        {
            timer = new Timer(delegate
            {
                machine.NotSupported("the script did not end within " + seconds + " seconds");
                shell.BeginStop(null, null);
            }, null, seconds * 1000, Timeout.Infinite);
        }

        public void Dispose() { timer.Dispose(); }
    }
}
