# Whether text contains text, letter by letter and whatever the case, or a number with no digit beside it.
function Test-Text {
    param($Found, $Part)
    if ($Found -isnot [string]) { return $false }
    if ($Part -isnot [string]) { return $Found -match "(?<![0-9])$Part(?![0-9])" }
    $Found.ToUpperInvariant().Contains($Part.ToUpperInvariant())
}
