(: All documents in the order in which they were written. :)
declare namespace tei = "http://www.tei-c.org/ns/1.0";
declare variable $db external := "edition";

for $document in collection($db)/tei:TEI
let $dates := $document/tei:teiHeader//(tei:correspAction[@type = "sent"]/tei:date | tei:creation/tei:date)
let $date := head($dates/(@when, @notBefore, @from, @notAfter, @to))
order by $date empty greatest, base-uri($document)
return <document date="{ $date }" file="{ substring-after(base-uri($document), concat($db, "/")) }">{
  normalize-space(head($document//tei:titleStmt/tei:title))
}</document>
