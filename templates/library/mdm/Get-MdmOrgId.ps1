# The organisation that management sees.
function Get-MdmOrgId {
    $id = Get-MdmHealth -Property 'OrgId'
    if ($id) { "$id" }
}
