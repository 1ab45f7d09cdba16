# Text as HTML.
function ConvertTo-Markup {
    param($Text)
    "$Text" -replace '&', '&amp;' -replace '<', '&lt;' -replace '>', '&gt;' -replace '"', '&quot;'
}
