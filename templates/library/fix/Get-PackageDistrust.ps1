# Why a file must not be started as SYSTEM; nothing where only SYSTEM, Administrators and TrustedInstaller own it and
# may change it, and its folders. In a security descriptor's text, accounts have the same names in every language.
function Get-PackageDistrust {
    param([string]$Path)
    if ($Path -notmatch '^[A-Za-z]:\\') { return 'the file is not on a drive of the device' }
    $installer = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464'
    $trusted = 'SY', 'BA', 'S-1-5-18', 'S-1-5-32-544', $installer
    $place = $Path
    $called = 'the file'
    # What changes a file or the folder it is in. To create something beside the way to it changes nothing on that way:
    # only empty folders can be made to lead elsewhere.
    $letters = 'FA|FW|KA|KW|GA|GW|SD|WD|WO|DT|DC|LC|RP|CR'
    $mask = 0x500D0156
    try {
        while ($true) {
            $isRoot = $place -match '^[A-Za-z]:\\$'
            if (-not $isRoot) {
                $item = Get-Item -LiteralPath $place -Force -ErrorAction Stop
                if ("$($item.Attributes)" -match 'ReparsePoint') { return "$called leads elsewhere" }
            }
            $text = "$((Get-Acl -LiteralPath $place -ErrorAction Stop).Sddl)"
            if ($text -notmatch '^O:(S-1-[-0-9]+|[A-Z]{2}).*?D:(?:P|AR|AI)*((?:\([^()]*\))*)(?:S:.*)?$') {
                return "the permissions of $called are not known"
            }
            $owner, $list = $Matches[1], $Matches[2]
            if ($owner -notin $trusted) { return "$called belongs to an account other than administrators ($owner)" }
            foreach ($entry in ($list -split '[()]' | Where-Object { $_ })) {
                $type, $flags, $rights, $null, $null, $trustee = $entry -split ';'
                # Entries with IO are only for what is below.
                if ($trustee -in $trusted -or $type -in 'D', 'OD' -or $flags -match '^(..)*IO') { continue }
                $isNumber = $rights -match '^0x'
                $writes = if ($isNumber) { [int64]$rights -band $mask } else { $rights -match "^(..)*($letters)" }
                if ($writes) { return "accounts other than administrators may change $called ($trustee)" }
            }
            if ($isRoot) { return }
            if ($place -ne $Path) {
                $letters = 'FA|FW|KA|KW|GA|GW|SD|WD|WO|DT'
                $mask = 0x500D0040
            }
            $place = $place -replace '\\[^\\]+$' -replace '^(.:)$', '$1\'
            $called = "the folder $place"
        }
    } catch {
        if ($_.CategoryInfo.Category -eq 'ObjectNotFound') { return "$called is missing" }
        "$called cannot be looked at ($(Get-Reason $_))"
    }
}
