# connected where every workspace of the Microsoft Monitoring Agent is; nothing where there is no agent or no workspace.
function Get-WorkspaceStatus {
    if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') { throw 'needs FullLanguage' }
    Get-Once 'workspaces' {
        try {
            $agent = New-Object -ComObject 'AgentConfigManager.MgmtSvcCfg' -ErrorAction Stop
        } catch {
            # REGDB_E_CLASSNOTREG: the agent is not installed.
            if ($_.Exception.HResult -eq -2147221164) { return }
            throw
        }
        $workspaces = @($agent.GetCloudWorkspaces())
        if ($workspaces.Count -eq 0) { return }
        # ConnectionStatus is a number: 0 is connected. Its text is in the display language.
        if ($workspaces | Where-Object { $_.ConnectionStatus -ne 0 }) { 'disconnected' } else { 'connected' }
    }
}
